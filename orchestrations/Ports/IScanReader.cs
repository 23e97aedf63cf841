using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>Recognises a form on a picture or on scanned pages. Where none is registered, a person types what the paper says.</summary>
public interface IScanReader
{
    /// <summary>Reads a scan. Everything it finds is <see cref="FormReading.Inferred"/>.</summary>
    /// <param name="contentType">As verified on the bytes: an image's, or <c>application/pdf</c>.</param>
    /// <param name="form">The form that is expected.</param>
    /// <exception cref="ScanUnreadException">The recognition refused the scan, or could not be had in time.</exception>
    Task<FormReading> ReadAsync(ReadOnlyMemory<byte> content, string contentType, FormDefinition form, CancellationToken cancellation);
}

/// <summary>A scan was not read; the case goes on with what a person types.</summary>
/// <param name="cause">A code without personal data, such as <c>InvalidContent</c>, <c>Timeout</c> or <c>Unavailable</c>.</param>
public sealed class ScanUnreadException(string cause, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>For the journal and the administrators.</summary>
    public string Cause { get; } = cause;
}
