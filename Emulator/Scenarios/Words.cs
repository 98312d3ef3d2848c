using System.Text;

namespace Emulator.Scenarios;

/// <summary>The words of a trace for the members of an enum: PopulateRead is <c>populate-read</c>, RWX is <c>rwx</c>.</summary>
internal static class Words
{
    public static string Of(Enum value) => Of(value.ToString());

    /// <summary>The words of the flags that are set, in the order of their bits.</summary>
    public static string Of<T>(T flags, char separator) where T : struct, Enum =>
        string.Join(separator, flags.ToString().Split(", ").Select(Of));

    public static IEnumerable<string> All<T>() where T : struct, Enum => typeof(T).GetEnumNames().Select(Of);

    public static bool TryParse<T>(string word, out T value) where T : struct, Enum
    {
        value = default;
        // Not the generic methods of Enum: each enum would need them compiled anew.
        var names = typeof(T).GetEnumNames();
        var found = Array.FindIndex(names, name => Of(name) == word);
        if (found < 0) return false;
        value = (T)typeof(T).GetEnumValues().GetValue(found)!;
        return true;
    }

    private static string Of(string name)
    {
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1])) word.Append('-');
            word.Append(char.ToLowerInvariant(name[i]));
        }

        return word.ToString();
    }
}
