using System.Text;

namespace Perf.Cli;

/// <summary>One file that a command writes, as <see cref="OutputFolder"/> does.</summary>
internal static class OutputFile
{
    /// <summary>Its folder, which can be written to: asked for before the work that would be lost.</summary>
    /// <exception cref="BadInputException">The path is a folder's, or nothing can be written there.</exception>
    internal static OutputFolder FolderOf(string path)
    {
        if (Path.GetFileName(path).Length == 0 || Directory.Exists(path)) throw new BadInputException($"{path}: is a folder; expected a file");
        return new(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <exception cref="BadInputException">It is a folder, or can't be written.</exception>
    internal static void Write(string path, string text)
    {
        FolderOf(path).Write(Path.GetFileName(path), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }
}
