/** The logging configuration to begin with, in the format of Log4j 2. */
export const log4j2 = `<?xml version="1.0" encoding="UTF-8"?>
<!--
  Where Repose writes its logs. The format is that of Log4j 2, which looks for changes every 15 seconds.
  container.cfg.xml names this file.
-->
<Configuration status="WARN" monitorInterval="15">
  <Appenders>
    <!-- What Docker and systemd show. -->
    <Console name="console" target="SYSTEM_OUT">
      <PatternLayout pattern="%d %-4r [%t] traceId=%X{traceGuid} %-5p %c - %m%n"/>
    </Console>

    <!-- One line per request, as http-logging.cfg.xml writes it; a new file every day or 200 MB. -->
    <RollingFile name="requests" fileName="/var/log/repose/http.log"
                 filePattern="/var/log/repose/http-%d{yyyy-MM-dd}-%i.log">
      <PatternLayout pattern="%m%n"/>
      <Policies>
        <TimeBasedTriggeringPolicy/>
        <SizeBasedTriggeringPolicy size="200 MB"/>
      </Policies>
      <DefaultRolloverStrategy max="4"/>
    </RollingFile>
  </Appenders>

  <Loggers>
    <!-- To see more of what Repose does, write DEBUG here. -->
    <Logger name="org.openrepose" level="INFO"/>
    <Logger name="http" level="INFO" additivity="false">
      <AppenderRef ref="requests"/>
    </Logger>
    <Root level="WARN">
      <AppenderRef ref="console"/>
    </Root>
  </Loggers>
</Configuration>
`;
