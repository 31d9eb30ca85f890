using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Openmano;

/// <summary>openmano VNFDs (`vnf:` with a list `VNFC`).</summary>
internal sealed class OpenmanoReader(DeploymentDraft draft)
{
    private readonly Diagnostics _diagnostics = draft.Diagnostics;
    private readonly OpenmanoConnections _connections = new(draft);

    internal void Read(YamlMapping root)
    {
        var document = new Section(root, _diagnostics);
        document.Ignore("schema_version");
        if (document.RequireSection("vnf") is { } vnf)
        {
            ReadVnf(vnf);
        }

        document.Done();
    }

    private void ReadVnf(Section vnf)
    {
        draft.Name = Values.Name(vnf.Require("name"), _diagnostics) ?? "";
        vnf.Ignore("description", "class", "public", "physical", "tenant_id", "vendor", "version");
        _connections.Read(vnf);
        var components = vnf.TakeList("VNFC");
        if (components.Count == 0)
        {
            _diagnostics.Error(vnf.Node, "the VNF has no VNFC: there is nothing to deploy", "add a list 'VNFC'");
        }

        foreach (var node in components)
        {
            if (Section.Open(node, _diagnostics) is { } component)
            {
                ReadComponent(component);
            }
        }

        vnf.Done();
        _connections.Done();
    }

    private void ReadComponent(Section component)
    {
        var name = Values.Name(component.Require("name"), _diagnostics) ?? "";
        component.Ignore("description", "class");
        component.NotDeployed("hypervisor", "the VIM has one kind of hypervisor");
        component.NotDeployed(
            "processor",
            "model and features of openmano are not host traits; check the host by hand");
        var image = ReadImage(component);
        var storage = ReadStorage(component);
        var (flavour, dataPlane) = ReadFlavour(component, name, storage);
        FlavourRules.Check(flavour, component.Node, _diagnostics);
        draft.Add(flavour, component.Node);
        var compute = new Compute
        {
            Name = name,
            FlavourName = flavour.Name,
            ImageName = image,
            Vnics = ReadVnics(component, name, dataPlane),
            Zone = Values.Name(component.Take("availability_zone"), _diagnostics),
            Count = (int)(Values.Integer(component.Take("count"), 1, 1000, _diagnostics) ?? 1),
            UserData = ReadBootData(component, out var drive),
            ConfigDrive = drive,
        };
        component.Done();
        draft.Add(compute, component.Node);
    }

    private List<Vnic> ReadVnics(Section component, string name, IReadOnlyList<(Vnic Vnic, YamlNode Node)> dataPlane)
    {
        var vnics = new List<Vnic>();
        foreach (var node in component.TakeList("bridge-ifaces"))
        {
            if (Section.Open(node, _diagnostics) is { } section
                && new OpenmanoInterface(_diagnostics).ReadBridge(section) is { } vnic)
            {
                vnics.Add(_connections.Connect(name, vnic, node));
            }
        }

        vnics.AddRange(dataPlane.Select(d => _connections.Connect(name, d.Vnic, d.Node)));
        foreach (var twice in vnics.GroupBy(v => v.Name).Where(g => g.Count() > 1))
        {
            _diagnostics.Error(
                component.Node,
                $"two interfaces are called '{twice.Key}'",
                "give each a name of its own");
        }

        return vnics;
    }

    private (Flavour Flavour, IReadOnlyList<(Vnic Vnic, YamlNode Node)> Interfaces) ReadFlavour(
        Section component, string name, StorageDemand storage)
    {
        var numas = component.TakeList("numas");
        var vcpus = Values.Integer(component.Take("vcpus"), 1, CpuList.VcpusMax, _diagnostics);
        var ram = Quantities.Mebibytes(component.Take("ram"), "MiB", _diagnostics);
        if (numas.Count == 0)
        {
            if (vcpus is null || ram is null)
            {
                _diagnostics.Error(
                    component.Node, "neither 'numas' nor 'vcpus' and 'ram' say what the VNFC needs", "add one of them");
            }

            var plain = new Flavour
            {
                Name = name + "-flavour",
                Cpu = new CpuDemand { VcpuCount = (int)(vcpus ?? 1) },
                Memory = new MemoryDemand { SizeMebibytes = ram ?? 1 },
                Storage = storage,
            };
            return (plain, []);
        }

        var numa = new OpenmanoNuma(_diagnostics);
        numa.Read(numas);
        var flavour = numa.ToFlavour(name + "-flavour", storage);
        if ((vcpus ?? flavour.Cpu.VcpuCount) != flavour.Cpu.VcpuCount
            || (ram ?? flavour.Memory.SizeMebibytes) != flavour.Memory.SizeMebibytes)
        {
            _diagnostics.Error(
                component.Node,
                "'vcpus' or 'ram' says another amount than 'numas'",
                "remove 'vcpus' and 'ram', or make them equal");
        }

        return (flavour, numa.Interfaces);
    }

    private string? ReadImage(Section component)
    {
        var path = Values.Name(component.Take("VNFC image"), _diagnostics);
        var given = Values.Name(component.Take("image name"), _diagnostics);
        var checksum = Values.Name(component.Take("image checksum"), _diagnostics);
        component.NotDeployed("image metadata", "properties of an image are set where the image is stored");
        var name = given ?? (path is null ? null : ImageNames.FromPath(path));
        if (name is null)
        {
            _diagnostics.Error(component.Node, "the VNFC has no image", "add 'VNFC image' or 'image name'");
            return null;
        }

        draft.AddImage(
            new ImageReference { Name = name, Location = path, Checksum = checksum is null ? null : "md5:" + checksum },
            component.Node);
        return name;
    }

    private StorageDemand ReadStorage(Section component)
    {
        var disk = Quantities.GibibytesUp(component.Take("disk"), "GiB", _diagnostics) ?? 0;
        var volumes = new List<VolumeDemand>();
        foreach (var node in component.TakeList("devices"))
        {
            if (Section.Open(node, _diagnostics) is { } device && ReadDevice(device, volumes.Count) is { } volume)
            {
                volumes.Add(volume);
            }
        }

        return new StorageDemand { RootDiskGibibytes = disk, Volumes = volumes };
    }

    private VolumeDemand? ReadDevice(Section device, int index)
    {
        var type = Values.Text(device.Require("type"), _diagnostics);
        if (type is not null && type != "disk")
        {
            _diagnostics.Error(
                device.Node,
                $"a device of type '{type}' is not given by the VIM",
                "use type 'disk', or remove the device");
        }

        var size = Quantities.GibibytesUp(device.Require("size"), "GiB", _diagnostics);
        var image =
            Values.Name(device.Take("image"), _diagnostics) ?? Values.Name(device.Take("image name"), _diagnostics);
        device.Refuse("vpci", "a disk at a fixed guest PCI address is not given by the VIM", "remove 'vpci'");
        device.Ignore("description");
        var name = Values.Name(device.Take("name"), _diagnostics);
        device.Done();
        if (image is not null)
        {
            image = ImageNames.FromPath(image);
            draft.AddImage(new ImageReference { Name = image }, device.Node);
        }

        return size is > 0 ? new VolumeDemand(name ?? $"disk-{index + 1}", size.Value, "BLOCK", image) : null;
    }

    private string? ReadBootData(Section component, out bool? drive)
    {
        drive = null;
        if (component.TakeSection("boot-data") is not { } boot)
        {
            return null;
        }

        drive = Values.Boolean(boot.Take("boot-data-drive"), _diagnostics);
        var text = Values.Text(boot.Take("user-data"), _diagnostics);
        boot.NotDeployed("key-pairs", "keys are given by the deployer");
        boot.Refuse("users", "users are not made by the VIM", "put them into 'user-data'");
        boot.Refuse("config-files", "files are not written by the VIM", "put them into 'user-data'");
        boot.Done();
        return text;
    }
}
