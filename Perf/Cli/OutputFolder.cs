namespace Perf.Cli;

/// <summary>A folder that results go to: each file is written under a temporary name and renamed, so none is ever half there.</summary>
internal sealed class OutputFolder
{
    private readonly string _path;

    /// <exception cref="BadInputException">The folder can't be made, or nothing can be written there.</exception>
    internal OutputFolder(string path)
    {
        _path = path;
        Try(path, () => Directory.CreateDirectory(path));
        // Told before the work that would be lost, not after it.
        var probe = Path.Combine(path, $".{Environment.ProcessId}.probe.tmp");
        Try(path, () => File.WriteAllBytes(probe, []));
        File.Delete(probe);
    }

    /// <returns>The file's path.</returns>
    /// <exception cref="BadInputException">The file can't be written.</exception>
    internal string Write(string name, Action<Stream> write)
    {
        // The content is complete before the disk is touched.
        using var content = new MemoryStream();
        write(content);
        var path = Path.Combine(_path, name);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        Try(path, () =>
        {
            try
            {
                File.WriteAllBytes(temporary, content.ToArray());
                File.Move(temporary, path, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        });
        return path;
    }

    private static void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: can't be written: {exception.Message}");
        }
    }
}
