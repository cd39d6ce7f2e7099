package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.Content;
import dev.runbook.api.Payload;
import dev.runbook.api.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file with its checksum and size; null where no regular file stands. Follows links.
 *
 * <p>{@link Content#text} is there when the file has at most {@code limit} bytes, is valid UTF-8 without NUL, and does
 * not have the checksum {@code known}: whoever asks then has that text already, and it need not travel.
 *
 * @param path absolute
 * @param limit in bytes
 * @param known the SHA-256 of content that need not be sent, or null
 */
public record FileContent(String path, int limit, @Nullable String known) implements FileQuery<@Nullable Content> {
    /** As much as a diff shows. */
    public FileContent(String path, @Nullable String known) {
        this(path, Content.DIFF_LIMIT, known);
    }

    @Override
    public Probe<FileContent, @Nullable Content> probe() {
        return ContentProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "content of " + path;
    }

    @Override
    public Answer<@Nullable Content> after(FileAction action, Answer<@Nullable Content> before) {
        return switch (action.at(path)) {
            case null -> before;
            case Left.Altered altered -> before;
            case Left.Stands stands -> stands.content(this);
            case Left.Gone gone -> Answer.of(null);
            case Left.Unsure unsure -> Answer.unknown(unsure.why());
        };
    }

    /** What this query answers for a file that holds these bytes. */
    Content of(byte[] bytes) {
        String sha256 = Content.sha256(bytes);
        boolean shown = bytes.length <= limit && !sha256.equals(known);
        return new Content(sha256, bytes.length, shown ? text(bytes) : null);
    }

    /** What this query answers for a file that holds this payload. */
    Content of(Payload payload) {
        if (payload.size() > limit || payload.sha256().equals(known)) {
            return new Content(payload.sha256(), payload.size(), null);
        }
        try (InputStream in = payload.open()) {
            return of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }
}
