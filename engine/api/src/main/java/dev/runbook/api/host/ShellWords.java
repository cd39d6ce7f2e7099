package dev.runbook.api.host;

import java.util.ArrayList;
import java.util.List;

/** Splits text into words as a POSIX shell does: quotes and backslashes count, nothing is expanded. */
public final class ShellWords {
    private ShellWords() {}

    /**
     * @throws IllegalArgumentException where a quote is not closed; the message is for the user
     */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                i = quoted(text, i, word);
                inWord = true;
            } else if (c == '\\') {
                if (++i == text.length()) {
                    throw new IllegalArgumentException("a backslash at the end has nothing to quote");
                }
                if (text.charAt(i) != '\n') {
                    word.append(text.charAt(i));
                    inWord = true;
                }
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** Appends what the quotes hold; the place of the closing quote. */
    private static int quoted(String text, int open, StringBuilder word) {
        char quote = text.charAt(open);
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i;
            }
            if (quote == '"' && c == '\\' && i + 1 < text.length() && "\"\\$`\n".indexOf(text.charAt(i + 1)) >= 0) {
                i++;
                if (text.charAt(i) != '\n') {
                    word.append(text.charAt(i));
                }
            } else {
                word.append(c);
            }
        }
        throw new IllegalArgumentException("the quote " + quote + " at character " + (open + 1) + " is not closed");
    }
}
