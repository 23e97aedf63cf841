using System.IO.Compression;
using System.Xml;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Looks through an untrusted Word file before anything builds a tree of it.</summary>
internal static class DocxPackage
{
    private const int MostEntries = 2000;
    private const long MostBytes = 64L * 1024 * 1024;
    private const long FreeBytes = 1024 * 1024;
    private const long MostRatio = 200;
    private const int MostDepth = 200;

    /// <summary>
    /// Reads every entry once within bounds: total size, ratio, depth of XML, no document type. Declared sizes are not believed.
    /// The depth matters because a tree is built by recursion, and an endless nest would end the process.
    /// </summary>
    /// <exception cref="FormUnreadableException">The file is not sound, or carries macros.</exception>
    /// <exception cref="InvalidDataException">It is not a sound zip.</exception>
    /// <exception cref="XmlException">One of its parts is not sound XML.</exception>
    public static void Check(ReadOnlyMemory<byte> content)
    {
        using var zip = new ZipArchive(new MemoryStream(content.ToArray(), writable: false), ZipArchiveMode.Read);
        if (zip.Entries.Count > MostEntries)
            throw new FormUnreadableException(UnreadableCause.Damaged, "The file holds too many parts.");
        if (zip.Entries.Any(entry => entry.Name.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
            throw new FormUnreadableException(UnreadableCause.NotOurForm, "The file holds macros.");
        var left = Math.Min(MostBytes, FreeBytes + content.Length * MostRatio);
        foreach (var entry in zip.Entries)
            left -= Read(entry, left);
    }

    private static long Read(ZipArchiveEntry entry, long most)
    {
        using var stream = new BoundedStream(entry.Open(), most);
        if (entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
        {
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (reader.Read())
            {
                if (reader.Depth > MostDepth)
                    throw new FormUnreadableException(UnreadableCause.Damaged, "A part of the file is nested too deeply.");
            }
        }

        stream.CopyTo(Stream.Null);
        return stream.Count;
    }

    /// <summary>Passes bytes on, counts them and stops at a limit.</summary>
    private sealed class BoundedStream(Stream inner, long most) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Count += read;
            return Count <= most
                ? read
                : throw new FormUnreadableException(UnreadableCause.Damaged, "The file unpacks to far more than a form holds.");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
