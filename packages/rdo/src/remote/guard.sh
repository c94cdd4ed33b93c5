# Watches over one run from a channel of its own, in POSIX sh. It knows the process group of the
# command, hands signals on to it, and ends it when rdo is gone: then this script's stdin ends, whatever
# the reason (rdo killed, connection dropped). Set before this text, by scripts.ts:
#   rdo_n   the nonce of the run, and by meeting.sh rdo_f
#   rdo_e   1 when the first line of stdin is text (for printf %b) that run.sh shall evaluate
#   rdo_k   1 to end the command when stdin ends; 0 to let it live (detach)
# Lines of stdin, besides what run.sh writes into the FIFO: a signal name without SIG, or `done` when the command has ended by itself.

m() { printf '\036rdo:%s:%s\037' "$rdo_n" "$1"; }

trap '' HUP INT QUIT TERM PIPE
umask 077
rdo_q=
trap 'rm -f "$rdo_f" "$rdo_f.env"; [ -z "$rdo_q" ] || kill -s KILL "$rdo_q" 2>/dev/null' EXIT
rdo_v=
if [ "$rdo_e" = 1 ]; then
  IFS= read -r rdo_v
  mkfifo "$rdo_f.env" || { m fail:mkfifo; exit 1; }
fi
mkfifo "$rdo_f" || { m fail:mkfifo; exit 1; }
# Opened both ways, so that neither side's open can hang.
exec 3<>"$rdo_f" 4<&0
# Both sources of news in one queue: what comes down our stdin, and the process id from run.sh.
{
  while IFS= read -r rdo_c; do echo "$rdo_c"; done
  echo eof
} <&4 >&3 2>/dev/null &
rdo_q=$!
exec 4<&-

rdo_p=
rdo_w=
while IFS= read -r rdo_c <&3; do
  case $rdo_c in
  'pid '*)
    rdo_p=${rdo_c#pid }
    # A background write: its reader may never come.
    if [ "$rdo_e" = 1 ]; then
      printf %b "$rdo_v" >"$rdo_f.env" 2>/dev/null &
      rdo_w=$!
      rdo_v=
    fi
    rm -f "$rdo_f"
    m "armed:$rdo_p"
    ;;
  'say '*) m "${rdo_c#say }" ;;
  done)
    [ -z "$rdo_w" ] || kill "$rdo_w" 2>/dev/null
    exit 0
    ;;
  eof)
    [ -n "$rdo_p" ] && break
    # run.sh may be on its way. Without the FIFO it starts nothing; a word that is in it already counts.
    rm -f "$rdo_f"
    sleep 0.3 2>/dev/null || sleep 1
    echo last >&3
    ;;
  last) break ;;
  *) [ -z "$rdo_p" ] || kill -s "$rdo_c" -- "-$rdo_p" 2>/dev/null ;;
  esac
done

[ -z "$rdo_w" ] || kill "$rdo_w" 2>/dev/null
if [ -z "$rdo_p" ] || [ "$rdo_k" != 1 ]; then exit 0; fi
