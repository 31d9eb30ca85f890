namespace Vim.Server.Hosting;

/// <summary>How <c>vimd</c> ends (sysexits.h).</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The options make no sense.</summary>
    public const int Usage = 64;

    /// <summary>The journal or a backup cannot be used; it was left as it is.</summary>
    public const int Refused = 65;

    /// <summary>Something else: the log says what.</summary>
    public const int Failed = 70;

    /// <summary>An address cannot be listened on.</summary>
    public const int CannotListen = 71;
}
