using System.Runtime.ExceptionServices;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>
/// Runs work on a thread with a large stack. PdfPig walks a page tree by recursion without a bound, and a stack that ends takes the whole
/// process with it; the memory is only reserved, not used, for a sound file.
/// </summary>
internal static class DeepStack
{
    private const int StackBytes = 512 * 1024 * 1024;

    /// <summary>Waits for the work and gives its result, or throws what it threw; past the time, what <paramref name="late"/> makes.</summary>
    public static T Run<T>(Func<T> work, TimeSpan most, Func<Exception> late)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes)
        { IsBackground = true, Priority = ThreadPriority.BelowNormal };
        thread.Start();
        if (!thread.Join(most))
            throw late();
        failure?.Throw();
        return result;
    }
}
