namespace Vim.Cli.Output;

/// <summary>How results are written (<c>-o</c>).</summary>
internal enum OutputFormat
{
    Table,
    Wide,
    Json,
    Yaml,
    Name,
}
