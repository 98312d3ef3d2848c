namespace Perf;

/// <summary>The user asked for something that can't be done: told in one line, exit status 2.</summary>
public sealed class BadInputException(string message) : Exception(message);
