"""Whether the web server of this container answers: `python -m config.health`, for the container's health check."""

import http.client
import sys
from urllib.parse import urlsplit

from config import settings


def answers(port: int = 8000) -> bool:
    """Whether the log-in page comes, asked for as the reverse proxy would."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    address = urlsplit(settings.BASE_URL)
    try:
        connection.request(
            "GET", "/account/login/", headers={"Host": address.netloc, "X-Forwarded-Proto": address.scheme}
        )
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers() else 1)
