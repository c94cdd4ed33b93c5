# Runs the user's command on the other machine, in POSIX sh: no bashism, no program beyond
# `sleep` and `cat`. Set before this text, by scripts.ts:
#   rdo_n   the nonce of this run (hex), which no output can contain by accident
#   rdo_f   the file to find the guard by (meeting.sh)
#   rdo_d   the directory to run in; `~` is the remote home
#   rdo_g   1 when a guard watches this run: nothing starts before it knows our process group
#   rdo_e   1 when the guard hands over shell text to evaluate first (environment, long command lines)
#   rdo_t   1 when a terminal is allocated: then stdout and stderr are one
#   rdo_r   1 when messages go through the guard, because all our streams are the user's own
#   "$@"  the command; none: the login shell

# Every message to rdo: RS rdo:NONCE:TEXT US.
m() {
  if [ "$rdo_r" = 1 ]; then
    echo "say $1" >&5
  else
    printf '\036rdo:%s:%s\037' "$rdo_n" "$1"
  fi
}
fail() { m "fail:$1"; exit 125; }

if [ "$rdo_g" = 1 ] || [ "$rdo_e" = 1 ] || [ "$rdo_r" = 1 ]; then
  # guard.sh makes this FIFO. It comes within a millisecond or two, as a rule: about so long we look without a
  # pause, which costs less than starting `sleep`.
  rdo_i=0
  until [ -p "$rdo_f" ]; do
    rdo_i=$((rdo_i + 1))
    if [ "$rdo_i" -gt 3300 ]; then rdo_r=0; fail guard; fi
    if [ "$rdo_i" -gt 800 ]; then
      sleep 0.004 2>/dev/null || { sleep 1; rdo_i=$((rdo_i + 250)); }
    fi
  done
  # Someone else's FIFO under our secret name would mean that they read our process list.
  if [ ! -O "$rdo_f" ]; then rdo_r=0; fail guard; fi
  exec 5>"$rdo_f"
  echo "pid $$" >&5
  [ "$rdo_r" = 1 ] || exec 5>&-
  if [ "$rdo_e" = 1 ]; then eval "$(cat "$rdo_f.env")"; fi
fi

case $rdo_d in
'~' | '~/'*)
  # Under sudo, the home is still that of the user who logged in.
  if [ -n "${SUDO_USER-}" ]; then eval "rdo_h=~$SUDO_USER"; else rdo_h=$HOME; fi
  rdo_d=$rdo_h${rdo_d#'~'}
  ;;
esac
CDPATH=
case $rdo_d in /*) ;; *) rdo_d=./$rdo_d ;; esac
if ! cd "$rdo_d" 2>/dev/null; then
  if [ ! -e "$rdo_d" ]; then fail "dir-missing:$rdo_d"; fi
  if [ ! -d "$rdo_d" ]; then fail "dir-file:$rdo_d"; fi
  fail "dir-denied:$rdo_d"
fi
unset CDPATH

if [ $# -eq 0 ]; then
  case ${SHELL-} in /*) ;; *) SHELL=/bin/sh ;; esac
  case ${SHELL##*/} in
  bash | dash | zsh | ksh | ksh93 | mksh | fish | sh | ash) set -- "$SHELL" -l ;;
  *) set -- "$SHELL" ;;
  esac
fi

# What a shell would find for `exec`, told apart from a program that itself exits 126 or 127.
case $1 in
*/*)
  [ -e "$1" ] || fail not-found
  [ -d "$1" ] && fail is-directory
  [ -x "$1" ] || fail not-executable
  ;;
'') fail not-found ;;
*)
  rdo_p=not-found
  rdo_o=$IFS
  IFS=:
  # A colon behind it keeps an empty last entry, which means the working directory. In a variable:
  # only what an expansion gave is split.
  rdo_h=${PATH-/usr/bin:/bin}:
  set -f
  for rdo_x in $rdo_h; do
    if [ -f "${rdo_x:-.}/$1" ]; then
      if [ -x "${rdo_x:-.}/$1" ]; then rdo_p=; break; fi
      rdo_p=not-executable
    fi
  done
  set +f
  IFS=$rdo_o
  case $rdo_p in
  not-found) fail "not-found:$(printf %.4000s "${PATH-}")" ;;
  ?*) fail "$rdo_p" ;;
  esac
  ;;
esac

# We stay to tell an exit status from a signal, and end when the command has ended: signals to the
# group are the command's business. Ignored here, so that both sides of the pipe below are safe from
# their first moment; caught on the left, because only a caught signal goes back to its default in the
# command. ksh and zsh would keep it ignored, and need no such care: the right side is the shell itself.
case ${KSH_VERSION-}${ZSH_VERSION-} in
'') trap '' HUP INT QUIT TERM PIPE USR1 USR2 ;;
*) trap : HUP INT QUIT TERM PIPE USR1 USR2 ;;
esac
# In its POSIX mode bash keeps silent about signals, and we need what it says.
[ -z "${BASH_VERSION-}" ] || set +o posix
exec 3>&1 4>&2
# A shell says `Terminated` and the like on its stderr when a signal ended its child, except for INT
# and PIPE: those words before the number are what tells 143 from TERM. A pipe, because bash says
# nothing inside a command substitution.
{
  trap : HUP INT QUIT TERM PIPE USR1 USR2
  (
    # The command is announced when nothing but its exec is left to do.
    m "start:$$" >&3
    [ "$rdo_t" = 1 ] || m start >&4
    unset rdo_n rdo_d rdo_g rdo_e rdo_t rdo_r rdo_f rdo_i rdo_o rdo_p rdo_x rdo_h
    exec "$@" >&3 2>&4 3>&- 4>&- 5>&-
  )
  echo "exit $?"
} 2>&1 | {
  rdo_said=
  rdo_s=255
  while IFS= read -r rdo_line; do
    case $rdo_line in
    'exit '*) rdo_s=${rdo_line#exit } ;;
    ?*) rdo_said=1 ;;
    esac
  done
  rdo_end="exit:$rdo_s"
  if [ "$rdo_s" -gt 256 ]; then
    # ksh93
    rdo_end="signal:$(kill -l $((rdo_s - 256)))"
  elif [ "$rdo_s" -gt 128 ]; then
    case $rdo_said/$rdo_s in
    1/* | /130 | /141) rdo_end="signal:$(kill -l $((rdo_s - 128)))" ;;
    esac
  fi
  m "$rdo_end" >&3 2>/dev/null
  [ "$rdo_t" = 1 ] || m "$rdo_end" >&4
  # For a client that can't read any more; rdo believes the marker first.
  [ "$rdo_s" -gt 256 ] && rdo_s=$((rdo_s - 128))
  exit "$rdo_s"
}
exit $?
