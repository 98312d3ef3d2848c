using System.Text;

namespace Perf;

/// <summary>One file that a command writes, as <see cref="OutputFolder"/> does.</summary>
internal static class OutputFile
{
    /// <exception cref="BadInputException">It is a folder, or can't be written.</exception>
    internal static void Write(string path, string text)
    {
        if (Path.GetFileName(path).Length == 0 || Directory.Exists(path))
            throw new BadInputException($"{path}: is a folder; expected a file");
        var folder = new OutputFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        folder.Write(Path.GetFileName(path), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }
}
