FROM python:3.11-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
RUN python -m pip install --no-cache-dir --quiet uv && python -m venv /opt/afilia
WORKDIR /source
COPY requirements.lock ./
RUN uv pip install --quiet --no-cache --python /opt/afilia/bin/python --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY regime regime
COPY workflow workflow
COPY enrolment enrolment
COPY inspection inspection
COPY workers workers
COPY web web
COPY cli cli
RUN uv pip install --quiet --no-cache --python /opt/afilia/bin/python --no-deps .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/afilia --create-home afilia
COPY --from=build /opt/afilia /opt/afilia
ENV PATH=/opt/afilia/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    AFILIA_DATA_DIR=/var/lib/afilia \
    AFILIA_LISTEN=0.0.0.0:8080 \
    AFILIA_LOG_FORMAT=json
USER afilia
WORKDIR /var/lib/afilia
VOLUME /var/lib/afilia
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
CMD ["afilia", "serve"]
