using Xunit;

namespace Vim.Testing;

/// <summary>
/// Recorded servers, real descriptors and requests: the folder that VIM_DATA names, never part of the checkout.
/// </summary>
public static class RealData
{
    /// <summary>A file or folder of the data; the test is skipped, with the reason, where there are none.</summary>
    public static string At(params ReadOnlySpan<string> path)
    {
        var data = Environment.GetEnvironmentVariable("VIM_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "VIM_DATA is not set: it names the folder of real inputs");
        return Path.Combine([data!, .. path]);
    }
}
