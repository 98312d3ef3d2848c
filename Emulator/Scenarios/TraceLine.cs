namespace Emulator.Scenarios;

/// <summary>What a statement's canonical form is made of: parts with a blank between; no option that says its default.</summary>
internal static class TraceLine
{
    public static string Of(params IEnumerable<object?> parts) => string.Join(' ', parts.Where(part => part is not null));

    public static string? Option(string key, object? value) => value is null ? null : $"{key}={value}";

    public static string? Option<T>(string key, T value, T fallback) where T : notnull =>
        value.Equals(fallback) ? null : $"{key}={(value is Enum word ? Words.Of(word) : value)}";

    public static string? Option<T>(string key, T flags, T fallback, char separator) where T : struct, Enum =>
        flags.Equals(fallback) ? null : $"{key}={Words.Of(flags, separator)}";

    public static string? Flag(string word, bool isSet) => isSet ? word : null;

    public static string OnOff(bool isOn) => isOn ? "on" : "off";
}
