# Build: docker build -t lskdweb .      Run: docker run -p 5210:5210 -v lskd:/home/lskd lskdweb
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/LsKdWeb -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN useradd --create-home --uid 1654 lskd-user 2>/dev/null || true; mkdir -p /home/lskd && chown 1654 /home/lskd
COPY --from=build /app /app
ENV LSKD_HOME=/home/lskd
USER 1654
VOLUME /home/lskd
EXPOSE 5210
ENTRYPOINT ["/app/LsKdWeb", "serve", "--host", "0.0.0.0"]
