package dev.yima.gateway;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What goes through several rooms: half of the tests, played beside {@link RoomsSuite}. */
@Suite
@SelectPackages("dev.yima.gateway")
@IncludeClassNamePatterns("dev\\.yima\\.gateway\\.[A-Z]\\w*Test")
class StoriesSuite {}
