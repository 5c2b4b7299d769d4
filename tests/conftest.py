import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "jwtlens",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=int(os.environ.get("JWTLENS_EXAMPLES", "60")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("jwtlens")
