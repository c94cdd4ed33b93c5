# Stands behind both guards: ends the process group rdo_p, and KILL follows where TERM doesn't do.

kill -s TERM -- "-$rdo_p" 2>/dev/null
kill -s CONT -- "-$rdo_p" 2>/dev/null
rdo_i=0
while kill -s 0 -- "-$rdo_p" 2>/dev/null; do
  rdo_i=$((rdo_i + 1))
  [ "$rdo_i" -gt 30 ] && break
  sleep 0.1 2>/dev/null || { sleep 1; rdo_i=$((rdo_i + 10)); }
done
kill -s KILL -- "-$rdo_p" 2>/dev/null
exit 0
