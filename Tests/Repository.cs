namespace Tests;

/// <summary>Where the sources are, for tests that read data or look at files: the folder with Emulator.sln, above the binaries.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Traces { get; } = Path.Combine(Root, "Traces");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Emulator.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"no Emulator.sln above {AppContext.BaseDirectory}");
        }

        return folder.FullName;
    }
}
