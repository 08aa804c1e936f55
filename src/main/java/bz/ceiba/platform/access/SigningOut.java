package bz.ceiba.platform.access;

import jakarta.servlet.http.HttpServletRequest;

/** Published when somebody signs out, before his session is gone, for rooms that keep something in it. */
public record SigningOut(HttpServletRequest request) {}
