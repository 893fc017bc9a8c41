# The site and its worker, from the same steps `make run` takes.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/runtime.txt requirements/runtime.txt
RUN python3 -m venv .venv && .venv/bin/python -m pip install --require-hashes -r requirements/runtime.txt
COPY . .
# Settings want a secret to be read at all; nothing made here depends on it.
RUN .venv/bin/python bin/compile-messages \
    && DEMO=true SECRET_KEY=only-while-static-files-are-collected-and-never-afterwards \
       .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && .venv/bin/python -m compileall -q .venv/lib registry accounts approvals desk

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin mooring
WORKDIR /app
COPY --from=build /app /app
ENV PATH="/app/.venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ENV_FILE=/dev/null
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["python", "bin/answers", "healthz"]
CMD ["gunicorn", "registry.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "gthread", \
     "--threads", "4", "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--log-level", "warning"]
