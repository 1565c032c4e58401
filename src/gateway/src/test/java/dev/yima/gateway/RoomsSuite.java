package dev.yima.gateway;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What one room does by itself: half of the tests, played beside {@link StoriesSuite}. */
@Suite
@SelectPackages("dev.yima.gateway")
@IncludeClassNamePatterns("dev\\.yima\\.gateway\\.[a-z].*Test")
class RoomsSuite {}
