/** The system model to begin with: one node, an empty chain, one destination. */
export const systemModel = `<?xml version="1.0" encoding="UTF-8"?>
<!--
  The heart of Repose's configuration: where it listens, which filters requests pass through, and
  which service they reach in the end. Repose reads it again whenever it changes; it needs no restart.

  What else may stand here: repose-config explain system-model
  Is it right?              repose-config check
  How does it look?         repose-config graph
-->
<system-model xmlns="http://docs.openrepose.org/repose/system-model/v2.0">

  <!-- Where Repose runs. Each machine finds itself here by its host name. -->
  <nodes>
    <!-- To listen on HTTPS too, add https-port="8443", and ssl-configuration in container.cfg.xml. -->
    <node id="node1" hostname="localhost" http-port="8080"/>
  </nodes>

  <!--
    What requests pass through, in this order; responses pass in reverse. With no filter here, Repose
    hands requests on as they are. To add one with its file: repose-config add filter rate-limiting
  -->
  <filters>
  </filters>

  <!--
    Where requests go in the end. The default one gets all that no filter sends elsewhere. To change it:
    repose-config set endpoint https://example.org:8443/v1
  -->
  <destinations>
    <endpoint id="service" protocol="http" hostname="example.org" port="80" default="true"/>
  </destinations>

  <!-- Whether the makers of Repose are told about this installation. -->
  <phone-home enabled="false"/>

  <!-- Gives each request an id, so that it can be followed through several services and their logs. -->
  <tracing-header enabled="true"/>
</system-model>
`;
