#!/bin/sh
# A shim of xe: runs the program of this name that belongs to the project around the working
# directory. What xe found before stands in a file of the cache, with tests that say whether it
# still holds; while it does, no Node is started. Only the shell's own commands are used here.
__xe_name='@name@'
__xe_cache='@cache@'

# Asks xe, which also writes the cache. A shim of node must not be the Node that runs xe.
__xe_ask() {
  if [ "${XE_SHIM-}" = "$__xe_name" ]; then
    echo "xe: the shim $0 found only itself" >&2
    exit 127
  fi
  XE_SHIM=$__xe_name
  export XE_SHIM
  if [ -x '@node@' ] && [ -f '@xe@' ]; then
    exec '@node@' '@xe@' --shim-cache "$__xe_cache" -- "$__xe_name" "$@"
  fi
  exec xe --shim-cache "$__xe_cache" -- "$__xe_name" "$@"
}

# __xe_none DIR NAME...: nothing of these names is in DIR.
__xe_none() {
  __xe_dir=$1
  shift
  for __xe_one; do
    if [ -e "$__xe_dir/$__xe_one" ]; then return 1; fi
  done
}

# __xe_all DIR NAME...: everything of these names is in DIR.
__xe_all() {
  __xe_dir=$1
  shift
  for __xe_one; do
    if [ ! -e "$__xe_dir/$__xe_one" ] && [ ! -L "$__xe_dir/$__xe_one" ]; then return 1; fi
  done
}

# __xe_older PATH...: none of these has changed since the cache was written.
__xe_older() {
  for __xe_one; do
    [ "$__xe_file" -nt "$__xe_one" ] && [ -e "$__xe_one" ] || return 1
  done
}

# __xe_lines FILE LINE...: FILE holds exactly these lines.
__xe_lines() {
  [ -r "$1" ] && [ -f "$1" ] || return 1
  __xe_one=$1
  shift
  while IFS= read -r __xe_line || [ -n "$__xe_line" ]; do
    [ $# -gt 0 ] && [ "$__xe_line" = "$1" ] || return 1
    shift
  done <"$__xe_one"
  [ $# -eq 0 ]
}

# xe goes by the real path, PWD may lead through links. Only the variable changes, and back.
__xe_pwd=${PWD-}
__xe_old=${OLDPWD-}
__xe_had=${OLDPWD+yes}
cd -P . 2>/dev/null || __xe_ask "$@"
__xe_here=$PWD
PWD=$__xe_pwd
if [ -n "$__xe_had" ]; then OLDPWD=$__xe_old; else unset OLDPWD; fi

while :; do
  __xe_file=$__xe_cache$__xe_here/%$__xe_name
  if [ -f "$__xe_file" ]; then
    . "$__xe_file"
    break
  fi
  # What was found for a folder above holds here too, unless this folder has something of its own.
  __xe_none "$__xe_here" @markers@ || break
  case $__xe_here in
    / | '') break ;;
    /*/*) __xe_here=${__xe_here%/*} ;;
    *) __xe_here=/ ;;
  esac
done
__xe_ask "$@"
