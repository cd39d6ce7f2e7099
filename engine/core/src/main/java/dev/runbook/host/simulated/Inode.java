package dev.runbook.host.simulated;

import dev.runbook.api.Content;
import dev.runbook.api.host.FileInfo;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a name in a {@link FileTree} stands for; two names may share one, as hard links do. */
final class Inode {
    private static final byte[] NOTHING = new byte[0];

    final FileInfo.Type type;
    int mode;
    String owner;
    String group;
    long modified;
    final byte[] content;
    final @Nullable String target;
    /** Of a file whose true bytes are not at hand. */
    final @Nullable String declared;

    private Inode(
            FileInfo.Type type,
            int mode,
            String owner,
            String group,
            long modified,
            byte[] content,
            @Nullable String target,
            @Nullable String declared) {
        this.type = type;
        this.mode = mode;
        this.owner = owner;
        this.group = group;
        this.modified = modified;
        this.content = content;
        this.target = target;
        this.declared = declared;
    }

    static Inode directory(int mode, String owner, String group, long modified) {
        return new Inode(FileInfo.Type.DIRECTORY, mode, owner, group, modified, NOTHING, null, null);
    }

    static Inode file(byte[] content, int mode, String owner, String group, long modified) {
        return new Inode(FileInfo.Type.FILE, mode, owner, group, modified, content, null, null);
    }

    /** A file known by its checksum only; these bytes stand for its content. */
    static Inode standIn(byte[] content, String sha256, int mode, String owner, String group, long modified) {
        return new Inode(FileInfo.Type.FILE, mode, owner, group, modified, content, null, sha256);
    }

    static Inode link(String target, String owner, String group, long modified) {
        return new Inode(FileInfo.Type.LINK, 0777, owner, group, modified, NOTHING, target, null);
    }

    static Inode device(int mode) {
        return new Inode(FileInfo.Type.OTHER, mode, "root", "root", 0, NOTHING, null, null);
    }

    Inode copy() {
        return new Inode(type, mode, owner, group, modified, content, target, declared);
    }

    boolean isDirectory() {
        return type == FileInfo.Type.DIRECTORY;
    }

    boolean isFile() {
        return type == FileInfo.Type.FILE;
    }

    boolean isLink() {
        return type == FileInfo.Type.LINK;
    }

    long size() {
        return switch (type) {
            case FILE -> content.length;
            case LINK -> target == null ? 0 : target.getBytes(StandardCharsets.UTF_8).length;
            case DIRECTORY -> 4096;
            case OTHER -> 0;
        };
    }

    String sha256() {
        return declared != null ? declared : Content.sha256(content);
    }
}
