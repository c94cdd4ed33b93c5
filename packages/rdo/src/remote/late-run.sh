# Goes before run.sh where the guard comes later than the command: an engine that starts one process after
# another in a container would have the command wait. So our process group is left in a file, which the
# guard finds when it comes; and before the command's own, our stdin has a line that rdo sends when the
# guard is sure to come. Without the line nothing starts. Set before this text, by scripts.ts:
#   rdo_n   the nonce of the run, and by meeting.sh rdo_f
#   rdo_k   1 when there will be a guard
# The line is text (for printf %b) to evaluate.

if [ "$rdo_k" = 1 ]; then
  # A guard that came to an end of its stdin before us has put its own file there.
  if ! (umask 077; set -C; echo "$$" >"$rdo_f") 2>/dev/null; then
    printf '\036rdo:%s:fail:guard\037' "$rdo_n"
    exit 125
  fi
  trap 'rm -f "$rdo_f"' EXIT
fi
IFS= read -r rdo_v || exit 125
eval "$(printf %b "$rdo_v")"
unset rdo_v rdo_k
