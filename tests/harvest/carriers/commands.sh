#!/bin/sh
# Calls of the API.
curl -sS -H 'Authorization: Bearer {{A}}' \
     -b "sid={{B}}" \
     "https://api.example.com/v1?jwt={{C}}"
http POST api.example.com/login token={{D}}
kubectl --token={{E}} get pods
kubectl --token {{A}} get nodes
export API_TOKEN="{{B}}"
