vcl 4.1;

# A Varnish edge that forewarm can warm, purge and ask. To use it, change:
#   8080            the port of its origin, or of the shield before it
#   8081            the port it listens on, in the command below
#   /var/lib/edge   its folder (mode 0755), in the command below
# and start it:
#   varnishd -F -n /var/lib/edge/work -a 127.0.0.1:8081 -f "$PWD/varnish.vcl" -s malloc,1g
#
# In forewarm.yaml:
#   nodes:
#     - name: edge-b
#       address: http://127.0.0.1:8081
#       cache: varnish
#       onlyIfCached: true
#       purge: { method: PURGE, directory: { ban: { method: BAN, header: X-Ban-Re } } }

import std;

backend origin {
    .host = "127.0.0.1";
    .port = "8080";
}

acl admin {
    "127.0.0.1";
}

sub vcl_recv {
    # `cdn.example.com:80` is `cdn.example.com`; in lower case Varnish has it anyway.
    set req.http.host = regsub(req.http.host, ":[0-9]+$", "");
    if (req.method ~ "^(PURGE|BAN)$" && client.ip !~ admin) {
        return (synth(405));
    }
    if (req.method == "PURGE") {
        return (purge);
    }
    # A directory: BAN with `X-Ban-Re: ^/dir/` (dots escaped). std.ban, because the statement
    # `ban(…)` answers 200 on a regular expression that it can't read.
    if (req.method == "BAN") {
        if (std.ban("obj.http.x-host == " + req.http.host + " && obj.http.x-url ~ " + req.http.x-ban-re)) {
            return (synth(200, "Banned"));
        }
        return (synth(400, std.ban_error()));
    }
    # Varnish ignores only-if-cached by itself. Grace would answer stale and fetch behind.
    if (req.http.Cache-Control ~ "only-if-cached") {
        set req.grace = 0s;
    }
}

sub vcl_miss {
    if (req.http.Cache-Control ~ "only-if-cached") {
        return (synth(504, "Not Cached"));
    }
}

sub vcl_pass {
    if (req.http.Cache-Control ~ "only-if-cached") {
        return (synth(504, "Not Cached"));
    }
}

sub vcl_backend_response {
    # What a ban looks at: the lurker can then clear it without a request.
    set beresp.http.x-host = bereq.http.host;
    set beresp.http.x-url = bereq.url;
}

sub vcl_deliver {
    unset resp.http.x-host;
    unset resp.http.x-url;
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
}
