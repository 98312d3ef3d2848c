using System.Globalization;

namespace Emulator.Native;

/// <summary>This machine's pool of huge pages of one size (/sys/kernel/mm/hugepages).</summary>
public sealed class HostHugePages(ByteSize pageSize)
{
    public static readonly HostHugePages TwoMega = new(ByteSize.FromMega(2));
    public static readonly HostHugePages OneGiga = new(ByteSize.FromGiga(1));

    private const string TotalName = "nr_hugepages";

    private readonly string _folder = $"/sys/kernel/mm/hugepages/hugepages-{pageSize.Bytes >> 10}kB";

    public ByteSize PageSize => pageSize;

    public bool Exists => Directory.Exists(_folder);

    public long Total => Read(TotalName);

    /// <summary>Free, and not promised to anybody.</summary>
    public long Available => Read("free_hugepages") - Read("resv_hugepages");

    /// <summary>What a person types to have <paramref name="total"/> pages.</summary>
    public string CommandFor(long total) =>
        pageSize == TwoMega.PageSize ? $"sysctl vm.nr_hugepages={total}" : $"echo {total} > {_folder}/nr_hugepages";

    /// <summary>The file that holds <see cref="Total"/>.</summary>
    internal string TotalPath => PathOf(TotalName);

    /// <summary>Asks the kernel for a number of pages; it gives what it finds.</summary>
    internal void SetTotal(long total) => File.WriteAllText(TotalPath, total.ToString(CultureInfo.InvariantCulture));

    private long Read(string name) => long.Parse(File.ReadAllText(PathOf(name)), CultureInfo.InvariantCulture);

    private string PathOf(string name) => Path.Combine(_folder, name);
}
