#!/usr/bin/env bash
# base-image.sh FILE: a base for the image as an archive of Docker's kind, of the JDK that runs this and the libraries
# that it needs. For machines without a registry; it gets no fixes but those of the machine.
set -euo pipefail
file=$(realpath -m "$1")
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{dev,etc,proc,tmp}
chmod 1777 "$root/tmp"
echo 'nonroot:x:65532:65532::/tmp:/sbin/nologin' > "$root/etc/passwd"
"$jdk/bin/jlink" --strip-java-debug-attributes --no-header-files --no-man-pages \
  --add-modules java.se,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.unsupported,jdk.zipfs --output "$root/opt/java"
find "$root/opt/java" -name '*.so' -print0 | xargs -0 ldd "$root/opt/java/bin/java" 2>/dev/null \
  | grep -o '/[^ ]*\.so[^ ]*' | grep -v "^$root" | sort -u | xargs cp --parents --dereference --target-directory "$root"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --directory "$root" --create --file "$work/layer.tar" .
cat > "$work/config.json" <<JSON
{"architecture":"$(dpkg --print-architecture)","os":"linux",
 "config":{"Env":["PATH=/opt/java/bin"]},
 "rootfs":{"type":"layers","diff_ids":["sha256:$(sha256sum "$work/layer.tar" | cut -d' ' -f1)"]}}
JSON
echo '[{"Config":"config.json","RepoTags":["base:test"],"Layers":["layer.tar"]}]' > "$work/manifest.json"
tar --directory "$work" --create --file "$file" manifest.json config.json layer.tar
