using System.IO.Compression;
using System.Xml;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Looks through an untrusted office file (a zip of XML parts) before anything builds a tree of it.</summary>
internal static class OfficePackage
{
    private const long FreeBytes = 1024 * 1024;

    // Where programs keep what runs by itself: macros of Microsoft's formats, scripts of OpenDocument.
    private static readonly string[] Active = ["vbaProject.bin", "script-lc.xml", "script-lb.xml"];

    /// <summary>
    /// Reads every entry once within bounds: total size, ratio, depth of XML, no document type. Declared sizes are not believed.
    /// The depth matters because a tree is built by recursion, and an endless nest would end the process.
    /// </summary>
    /// <exception cref="FormUnreadableException">The file is not sound, or holds what runs by itself.</exception>
    /// <exception cref="InvalidDataException">It is not a sound zip.</exception>
    /// <exception cref="XmlException">One of its parts is not sound XML.</exception>
    public static void Check(ReadOnlyMemory<byte> content, FileLimits limits)
    {
        using var zip = new ZipArchive(new MemoryStream(content.ToArray(), writable: false), ZipArchiveMode.Read);
        if (zip.Entries.Count > limits.Parts)
            throw new FormUnreadableException(UnreadableCause.Damaged, "The file holds too many parts.");
        if (zip.Entries.Any(entry => Active.Contains(entry.Name, StringComparer.OrdinalIgnoreCase) || entry.FullName.StartsWith("Scripts/", StringComparison.OrdinalIgnoreCase)))
            throw new FormUnreadableException(UnreadableCause.ActiveContent, "The file holds what runs by itself.");
        var left = Math.Min(limits.UnpackedMegabytes * 1024L * 1024, FreeBytes + (long)content.Length * limits.UnpackedRatio);
        foreach (var entry in zip.Entries)
            left -= Read(entry, left, limits.Depth);
    }

    private static long Read(ZipArchiveEntry entry, long most, int depth)
    {
        using var stream = new BoundedStream(entry.Open(), most);
        if (entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
        {
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (reader.Read())
            {
                if (reader.Depth > depth)
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
