# Finds a JDK 25 and exports JAVA_HOME; sourced by ./mvnw and ./stele, so that both work where the
# `java` on the PATH is older. It reads each candidate's `release` file and starts no JVM.

stele_jdk_major() { # the major version of the JDK in $1, or nothing when there is no JDK
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release"
}

stele_find_jdk() {
  stele_path_java="$(command -v java 2>/dev/null || true)"
  if [ -n "$stele_path_java" ]; then
    stele_path_java="$(readlink -f "$stele_path_java" 2>/dev/null || printf '%s' "$stele_path_java")"
    stele_path_java="$(dirname "$(dirname "$stele_path_java")")"
  fi
  # Exactly 25 is wanted first (the build is tested with it), then anything later.
  for stele_wanted in exact later; do
    for stele_candidate in \
      "${JAVA_HOME:-}" "${JDK_25:-}" "${JAVA_HOME_25_X64:-}" "$stele_path_java" \
      /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
      "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
      "$HOME"/.local/share/mise/installs/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
      [ -n "$stele_candidate" ] || continue
      stele_major="$(stele_jdk_major "$stele_candidate")"
      case "$stele_wanted:${stele_major:-0}" in
      exact:25) ;;
      later:2[6-9] | later:[3-9][0-9]) ;;
      *) continue ;;
      esac
      JAVA_HOME="$stele_candidate"
      export JAVA_HOME
      return 0
    done
  done
  echo "Stele needs a JDK 25 (javac included) and found none." >&2
  echo "  looked at: JAVA_HOME (${JAVA_HOME:-not set}), java on the PATH (${stele_path_java:-none})," >&2
  echo "             and the usual places (/usr/lib/jvm, SDKMAN, ~/.jdks, /Library/Java, ...)." >&2
  echo "  to do:     install one (for example Eclipse Temurin 25), or set JAVA_HOME to it." >&2
  return 1
}

case "$-" in *f*) stele_noglob=1 ;; *) stele_noglob= ;; esac
set +f # the search needs file name patterns, which mvnw switches off
if stele_find_jdk; then stele_found=0; else stele_found=1; fi
[ -z "$stele_noglob" ] || set -f
[ "$stele_found" = 0 ] || exit 1
