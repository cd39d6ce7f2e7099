package dev.runbook.world;

import java.time.Duration;

/** Whether waiting for the world to change makes sense: it does when changes are made, not when they are predicted. */
public interface Patience {
    /** Whether {@link #sleep} lets time pass. */
    boolean waits();

    void sleep(Duration duration) throws InterruptedException;

    /** Lets real time pass. */
    Patience REAL = new Patience() {
        @Override
        public boolean waits() {
            return true;
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
        }
    };

    /** Never waits. */
    Patience NONE = passing();

    /** Of a world that is only looked at ahead of a task's turn: waiting there is no use. */
    Patience AHEAD = passing();

    private static Patience passing() {
        return new Patience() {
            @Override
            public boolean waits() {
                return false;
            }

            @Override
            public void sleep(Duration duration) {}
        };
    }
}
