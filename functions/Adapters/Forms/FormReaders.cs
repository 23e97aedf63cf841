using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Chooses who reads a file, by its bytes: names and declared types are often wrong.</summary>
public sealed class FormReaders(IEnumerable<IFormReader> readers)
{
    private readonly IReadOnlyList<IFormReader> _readers = [.. readers];

    /// <summary>The reader of that format, or null when nobody reads it.</summary>
    public IFormReader? For(ReadOnlyMemory<byte> content) => _readers.FirstOrDefault(reader => reader.Recognises(content));
}
