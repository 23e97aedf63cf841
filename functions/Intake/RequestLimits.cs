namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>Sizes of what may come in.</summary>
public static class RequestLimits
{
    /// <summary>Bytes of a form's texts: every answer at its full length, percent-encoded.</summary>
    public const int Texts = 4 * 1024 * 1024;

    /// <summary>Bytes of a whole request, at which the connection is cut: room for a file that is too large to be told so politely.</summary>
    public const long Body = 64L * 1024 * 1024;
}
