/** Services and other units of systemd. */
@NullMarked
package dev.runbook.modules.system.service;

import org.jspecify.annotations.NullMarked;
