package dev.yima.engine.place;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The provinces, as GB/T 2260 counts them, and the rest of the world; in the order of their codes. */
public enum Region {
    /** Outside of all that has a code. No campaign can name it. */
    ABROAD("000000", "境外", "abroad"),
    /** 北京市. */
    BEIJING("110000", "北京", "Beijing"),
    /** 天津市. */
    TIANJIN("120000", "天津", "Tianjin"),
    /** 河北省. */
    HEBEI("130000", "河北", "Hebei"),
    /** 山西省. */
    SHANXI("140000", "山西", "Shanxi"),
    /** 内蒙古自治区. */
    INNER_MONGOLIA("150000", "内蒙古", "Inner Mongolia"),
    /** 辽宁省. */
    LIAONING("210000", "辽宁", "Liaoning"),
    /** 吉林省. */
    JILIN("220000", "吉林", "Jilin"),
    /** 黑龙江省. */
    HEILONGJIANG("230000", "黑龙江", "Heilongjiang"),
    /** 上海市. */
    SHANGHAI("310000", "上海", "Shanghai"),
    /** 江苏省. */
    JIANGSU("320000", "江苏", "Jiangsu"),
    /** 浙江省. */
    ZHEJIANG("330000", "浙江", "Zhejiang"),
    /** 安徽省. */
    ANHUI("340000", "安徽", "Anhui"),
    /** 福建省. */
    FUJIAN("350000", "福建", "Fujian"),
    /** 江西省. */
    JIANGXI("360000", "江西", "Jiangxi"),
    /** 山东省. */
    SHANDONG("370000", "山东", "Shandong"),
    /** 河南省. */
    HENAN("410000", "河南", "Henan"),
    /** 湖北省. */
    HUBEI("420000", "湖北", "Hubei"),
    /** 湖南省. */
    HUNAN("430000", "湖南", "Hunan"),
    /** 广东省. */
    GUANGDONG("440000", "广东", "Guangdong"),
    /** 广西壮族自治区. */
    GUANGXI("450000", "广西", "Guangxi"),
    /** 海南省. */
    HAINAN("460000", "海南", "Hainan"),
    /** 重庆市. */
    CHONGQING("500000", "重庆", "Chongqing"),
    /** 四川省. */
    SICHUAN("510000", "四川", "Sichuan"),
    /** 贵州省. */
    GUIZHOU("520000", "贵州", "Guizhou"),
    /** 云南省. */
    YUNNAN("530000", "云南", "Yunnan"),
    /** 西藏自治区. */
    TIBET("540000", "西藏", "Tibet"),
    /** 陕西省. */
    SHAANXI("610000", "陕西", "Shaanxi"),
    /** 甘肃省. */
    GANSU("620000", "甘肃", "Gansu"),
    /** 青海省. */
    QINGHAI("630000", "青海", "Qinghai"),
    /** 宁夏回族自治区. */
    NINGXIA("640000", "宁夏", "Ningxia"),
    /** 新疆维吾尔自治区. */
    XINJIANG("650000", "新疆", "Xinjiang"),
    /** 台湾省. */
    TAIWAN("710000", "台湾", "Taiwan"),
    /** 香港特别行政区. */
    HONG_KONG("810000", "香港", "Hong Kong"),
    /** 澳门特别行政区. */
    MACAO("820000", "澳门", "Macao");

    private final String code;
    private final String chinese;
    private final String english;

    Region(String code, String chinese, String english) {
        this.code = code;
        this.chinese = chinese;
        this.english = english;
    }

    /** Its six digits. */
    public String code() {
        return code;
    }

    /** Its name in a language: the short Chinese one, or the English one for everybody else. */
    public String name(Locale locale) {
        return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? chinese : english;
    }

    /**
     * A province by its code.
     *
     * @throws IllegalArgumentException when none has it
     */
    public static Region of(String code) {
        return provinces()
                .filter(region -> region.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be the code of a province in GB/T 2260, such as 510000: region=" + code));
    }

    /** A province by its Chinese name, short or long; empty when none is called so. */
    public static Optional<Region> named(String name) {
        return provinces().filter(region -> name.startsWith(region.chinese)).findFirst();
    }

    private static Stream<Region> provinces() {
        return Stream.of(values()).filter(region -> region != ABROAD);
    }
}
