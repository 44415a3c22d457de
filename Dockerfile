# The product as one image: web, worker and beat are the same files with another command.

FROM node:24-bookworm-slim AS frontend
WORKDIR /gepast
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PATH=/opt/venv/bin:$PATH
WORKDIR /gepast
COPY requirements/production.lock requirements/
RUN python -m venv /opt/venv && pip install --only-binary :all: --require-hashes -r requirements/production.lock
COPY . .
COPY --from=frontend /gepast/node_modules node_modules
# The settings of the embedded start are enough to gather the static files; nothing of them stays.
RUN python assets.py \
    && pybabel compile --directory locale --domain django \
    && DATA_DIR=/tmp/data python manage.py collectstatic --no-input \
    && rm -rf node_modules static/vendor tests

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin gepast \
    && install -d -o gepast -g gepast -m 700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /gepast /gepast
# Fonts are looked up through a cache, and /tmp is the one place besides /data that can be written.
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data XDG_CACHE_HOME=/tmp
WORKDIR /gepast
USER gepast
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--timeout", "120", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
