namespace Vim.Persistence.Memory;

internal sealed record MemoryRow<THeader>(THeader Header, byte[] Payload);
