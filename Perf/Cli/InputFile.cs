namespace Perf.Cli;

/// <summary>A file that the user named: read, or refused with its name, what is wrong with it, and what was expected.</summary>
internal static class InputFile
{
    /// <param name="expected">Such as "a trace".</param>
    /// <exception cref="BadInputException">It can't be read.</exception>
    internal static T Read<T>(string path, string expected, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Of a folder .NET says that access is denied.
            var why = Directory.Exists(path) ? "it is a folder" : exception.Message.TrimEnd('.');
            throw new BadInputException($"{path}: can't be read: {why}; expected {expected}");
        }
    }
}

/// <summary>The user asked for something that can't be done: told in one line, exit status 2.</summary>
public sealed class BadInputException(string message) : Exception(message);
