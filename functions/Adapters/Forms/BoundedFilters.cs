using System.IO.Compression;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>
/// The filters of a PDF's streams, within one bound for the whole document: a stream of a few bytes can unpack to gigabytes, and the parser unpacks
/// each one whole. Flate is counted before it is unpacked; the others by what they can grow to at most.
/// </summary>
internal sealed class BoundedFilters : IFilterProvider
{
    // Of one byte: a table of 4,096 codes of twelve bits, of which each new one is a byte longer; and a run of 128.
    private const int MostOfLzw = 2700, MostOfRunLength = 64;

    private readonly IFilterProvider inner = DefaultFilterProvider.Instance;
    private long left;

    private BoundedFilters(long most) => left = most;

    /// <summary>How an untrusted PDF is opened: once, for each document anew.</summary>
    public static ParsingOptions Options(FileLimits limits) => new()
    {
        UseLenientParsing = true,
        SkipMissingFonts = true,
        FilterProvider = new BoundedFilters(limits.UnpackedMegabytes * 1024L * 1024),
    };

    /// <inheritdoc />
    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Bound(inner.GetFilters(dictionary));

    /// <inheritdoc />
    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Bound(inner.GetNamedFilters(names));

    /// <inheritdoc />
    public IReadOnlyList<IFilter> GetAllFilters() => Bound(inner.GetAllFilters());

    private IReadOnlyList<IFilter> Bound(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => new BoundedFilter(filter, this))];

    private void Take(long bytes)
    {
        if (Interlocked.Add(ref left, -bytes) < 0)
            throw new FormUnreadableException(UnreadableCause.Damaged, "The PDF unpacks to far more than a form holds.");
    }

    private sealed class BoundedFilter(IFilter filter, BoundedFilters bounds) : IFilter
    {
        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            switch (filter)
            {
                case FlateFilter:
                    Count(input);
                    break;
                case LzwFilter:
                    bounds.Take((long)input.Length * MostOfLzw);
                    break;
                case RunLengthFilter:
                    bounds.Take((long)input.Length * MostOfRunLength);
                    break;
            }

            return filter.Decode(input, streamDictionary, filterProvider, filterIndex);
        }

        private void Count(Memory<byte> input)
        {
            using var packed = new MemoryStream(input.ToArray(), writable: false);
            using var stream = new ZLibStream(packed, CompressionMode.Decompress);
            var buffer = new byte[64 * 1024];
            try
            {
                for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                    bounds.Take(read);
            }
            catch (InvalidDataException)
            {
                // What is behind the damage is not unpacked by the parser either.
            }
        }
    }
}
