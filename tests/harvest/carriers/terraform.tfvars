region    = "eu-west-1"
api_token = "{{A}}"
tokens = {
  "one" = "{{B}}"
}
