package dev.runbook.expression;

/**
 * What one evaluation may use up: steps, time, and the size of what it makes. Not for use by several threads.
 */
final class Budget {
    /** Text made by one expression or template, in characters. */
    static final int TEXT_LIMIT = 16 * 1024 * 1024;

    /** Elements of one collection made by an expression. */
    static final int COLLECTION_LIMIT = 1_000_000;

    private static final int BETWEEN_LOOKS_AT_CLOCK = 1024;

    private final long milliseconds;
    private long deadline;
    private long steps;
    private int untilLook = BETWEEN_LOOKS_AT_CLOCK;

    Budget(long steps, long milliseconds) {
        this.steps = steps;
        this.milliseconds = milliseconds;
        deadline = System.nanoTime() + milliseconds * 1_000_000;
    }

    /** Time spent waiting for a variable, which may have to be fetched from a host, does not count. */
    void excuse(long nanoseconds) {
        deadline += nanoseconds;
    }

    void step() {
        step(1);
    }

    void step(int count) {
        steps -= count;
        if (steps < 0) {
            throw new Exceeded("takes too many steps");
        }
        untilLook -= count;
        if (untilLook <= 0) {
            untilLook = BETWEEN_LOOKS_AT_CLOCK;
            if (System.nanoTime() - deadline > 0) {
                throw new Exceeded("takes longer than " + milliseconds + " ms");
            }
        }
    }

    void text(long length) {
        if (length > TEXT_LIMIT) {
            throw new Exceeded("makes text longer than " + TEXT_LIMIT / 1024 / 1024 + " MiB");
        }
    }

    void collection(long size) {
        if (size > COLLECTION_LIMIT) {
            throw new Exceeded("makes a collection of more than " + COLLECTION_LIMIT + " elements");
        }
    }

    /** The same text; reading it takes steps, so that a regular expression that runs away is stopped. */
    CharSequence watched(CharSequence text) {
        return new Watched(text);
    }

    private final class Watched implements CharSequence {
        private final CharSequence text;

        Watched(CharSequence text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--untilLook <= 0) {
                step(0);
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** A limit is reached; the message completes "the expression …". */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(String message) {
            super(message, null, false, false);
        }
    }
}
