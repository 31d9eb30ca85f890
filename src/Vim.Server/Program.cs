using Vim.Server.Options;

return await VimdCommand.Parse(args).InvokeAsync();
