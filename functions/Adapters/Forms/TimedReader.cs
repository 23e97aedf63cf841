using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>
/// Gives a reader its time and a deep stack. One that takes longer is left to itself: it holds nothing that others wait for, and a person reads the
/// file instead.
/// </summary>
/// <param name="inner">The reader. It must keep nothing between two files.</param>
/// <param name="most">How long one file may take.</param>
public sealed class TimedReader(IFormReader inner, TimeSpan most) : IFormReader
{
    /// <inheritdoc />
    public string ContentType => inner.ContentType;

    /// <inheritdoc />
    public bool Recognises(ReadOnlyMemory<byte> content) => inner.Recognises(content);

    /// <inheritdoc />
    public FormReading Read(ReadOnlyMemory<byte> content) => DeepStack.Run(
        () => inner.Read(content), most, () => new FormUnreadableException(UnreadableCause.TooLong, $"The file was not read within {most.TotalSeconds} seconds."));
}
