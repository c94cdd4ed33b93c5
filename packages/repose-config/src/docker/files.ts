import { HOST_GATEWAY, OWN_IMAGE, REPOSE_IMAGE } from './plan.ts';
import type { Listeners } from './listeners.ts';

/** What `init --docker` writes beside the configuration, for `up --build`. */
export const dockerfile = `# Repose on a current Debian, with its own packages.
#
#   repose-config up --build          builds this, and runs it with this folder
#   docker build --tag repose .       builds it by hand
#
# The configuration is not part of the image: it is mounted at /etc/repose.

# Debian 12 is kept up until the middle of 2028. Repose was made for Java 8, which no Debian that is
# kept up has; of those that they do have, 17 is the nearest to it.
ARG DEBIAN=debian:12-slim
FROM \${DEBIAN}

ARG JAVA=openjdk-17-jre-headless
# Empty: the newest. Else a version as in "apt-cache madison repose".
ARG REPOSE_VERSION=

# The key that Repose's packages are signed with. apt takes it for that one repository and no other.
ADD https://nexus.openrepose.org/repository/el/RPM_GPG_KEY-openrepose /etc/apt/keyrings/openrepose.asc
RUN chmod 644 /etc/apt/keyrings/openrepose.asc

# One layer, so that the package lists do not stay in the image. Java is named before Repose, or apt
# would choose one.
RUN apt-get update \\
 && apt-get install --yes --no-install-recommends ca-certificates "\${JAVA}" \\
 && echo 'deb [signed-by=/etc/apt/keyrings/openrepose.asc] https://nexus.openrepose.org/repository/debian stable main' \\
      >/etc/apt/sources.list.d/openrepose.list \\
 && apt-get update \\
 && apt-get install --yes --no-install-recommends \\
      "repose\${REPOSE_VERSION:+=$REPOSE_VERSION}" \\
      "repose-filter-bundle\${REPOSE_VERSION:+=$REPOSE_VERSION}" \\
      "repose-extensions-filter-bundle\${REPOSE_VERSION:+=$REPOSE_VERSION}" \\
      "repose-experimental-filter-bundle\${REPOSE_VERSION:+=$REPOSE_VERSION}" \\
 && rm -rf /var/lib/apt/lists/*

# The packages make the user; should a version not, it is made here. The groups are what a cluster needs
# that chooses the user by itself (OpenShift): its users are of group 0.
RUN id repose >/dev/null 2>&1 || useradd --system repose
RUN mkdir -p /var/repose /var/log/repose \\
 && chgrp -R 0 /var/repose /var/log/repose \\
 && chmod -R g=u /var/repose /var/log/repose

USER repose
WORKDIR /etc/repose
# Only for people who read it: what is published is what the system model names.
EXPOSE 8080

# Java 9 and later keep programs out of Java's own classes; libraries of Repose's time reach into these.
ENV JDK_JAVA_OPTIONS="--add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.net=ALL-UNNAMED"
# For options of your own: repose-config up --env JAVA_OPTS=-Xmx512m
ENV JAVA_OPTS=""

# exec: Java gets the signal that stops the container, and can end what it does.
CMD ["sh", "-c", "exec java $JAVA_OPTS -jar /usr/share/repose/repose.jar -c /etc/repose"]
`;

/** Nothing of the folder is needed to build the image, and it may hold secrets. */
export const dockerignore = `# The image holds none of this folder: it is mounted. So nothing of it is sent to the engine.
*
`;

export interface ComposeOptions {
  readonly listeners: Listeners;
  /** The service is built from the Dockerfile in the same folder. */
  readonly build: boolean;
  /** A version of Repose. */
  readonly version: string;
}

/** A Compose file that runs the folder it stands in. */
export function composeFile({ listeners, build, version }: ComposeOptions): string {
  const image = build
    ? [`    build: .`, `    image: ${OWN_IMAGE}:${version}`]
    : [`    image: ${REPOSE_IMAGE}:${version}`];
  const hosts = [
    ...listeners.ownNames.map((name) => ({
      name,
      to: '127.0.0.1',
      why: 'a node of the system model',
    })),
    {
      name: HOST_GATEWAY,
      to: 'host-gateway',
      why: 'this machine, for destinations that run on it',
    },
  ];
  return `${[
    '# Runs Repose with the folder that this file stands in:',
    '#',
    '#   docker compose up --detach',
    '#   docker compose logs --follow',
    '#   docker compose down',
    'services:',
    '  repose:',
    ...image,
    '    init: true',
    '    volumes:',
    '      # The folder, not single files: an editor puts a new file in the place of an old one, and a mount',
    '      # of that file would go on showing the old one.',
    '      - .:/etc/repose:ro',
    '    ports:',
    '      # Without 127.0.0.1, other machines get in too.',
    ...listeners.ports.map(({ port }) => `      - "127.0.0.1:${port}:${port}"`),
    '    extra_hosts:',
    ...hosts.map(({ name, to, why }) => `      - "${name}:${to}" # ${why}`),
  ].join('\n')}\n`;
}
