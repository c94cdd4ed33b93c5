# The guard of a command that doesn't wait for it; see late-run.sh, and guard.sh for what a guard does.
# Set before this text, by scripts.ts:
#   rdo_n   the nonce of the run, and by meeting.sh rdo_f
# Lines of stdin: a signal name without SIG, or `done` when the command has ended by itself.

trap '' HUP INT QUIT TERM PIPE
trap 'rm -f "$rdo_f"' EXIT

# Takes the process group out of the file, where it is there by now.
rdo_p=
seek() {
  [ -z "$rdo_p" ] || return 0
  [ -O "$rdo_f" ] && IFS= read -r rdo_p <"$rdo_f" && rm -f "$rdo_f"
}

seek
printf '\036rdo:%s:armed:%s\037' "$rdo_n" "$rdo_p"
while IFS= read -r rdo_c; do
  [ "$rdo_c" = done ] && exit 0
  # The command may be a moment behind.
  rdo_i=0
  until seek || [ "$rdo_i" -gt 50 ]; do
    rdo_i=$((rdo_i + 1))
    sleep 0.02 2>/dev/null || sleep 1
  done
  [ -z "$rdo_p" ] || kill -s "$rdo_c" -- "-$rdo_p" 2>/dev/null
done

# rdo is gone. If the command is still on its way, this file keeps it from starting.
if ! seek && (umask 077; set -C; : >"$rdo_f") 2>/dev/null; then
  sleep 3
  exit 0
fi
# It came just now.
seek || { sleep 0.1 2>/dev/null || sleep 1; seek; } || exit 0
