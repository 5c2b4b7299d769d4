"""What things mean in this token: for F2 on the screen and ``jwtlens explain``, for people who are learning."""
