namespace Vim.Descriptors.Tests.Support;

/// <summary>Small descriptors of each language, all deployable.</summary>
internal static class Fixtures
{
    internal const string Openmano = """
        vnf:
          name: edge
          description: two NUMA nodes and a plain VM
          internal-connections:
          - name: inner
            type: data
            ip-profile: {ip-version: IPv4, subnet-address: 10.9.0.0/24, dhcp: {enabled: true}}
            elements:
            - {VNFC: fast, local_iface_name: xe0}
            - {VNFC: slow, local_iface_name: eth1}
          external-connections:
          - {name: mgmt, type: mgmt, VNFC: fast, local_iface_name: eth0}
          - {name: wan, type: data, VNFC: fast, local_iface_name: xe1}
          - {name: oam, type: bridge, VNFC: slow, local_iface_name: eth0}
          VNFC:
          - name: fast
            VNFC image: /images/fast.qcow2
            disk: 20
            numas:
            - paired-threads: 3
              paired-threads-id: [[0, 1], [2, 3], [4, 5]]
              memory: 8
              interfaces:
              - {name: xe0, vpci: "0000:00:11.0", dedicated: "no", bandwidth: 2500 Mbps}
            - paired-threads: 1
              memory: 2
              interfaces:
              - {name: xe1, dedicated: "yes", bandwidth: 10 Gbps, mac_address: "52:54:00:AA:BB:01"}
            bridge-ifaces:
            - {name: eth0, model: paravirt}
          - name: slow
            image name: slow-1.0
            vcpus: 2
            ram: 2048
            count: 3
            boot-data: {user-data: hello, boot-data-drive: true}
            bridge-ifaces:
            - {name: eth0, model: e1000}
            - {name: eth1}
            devices:
            - {type: disk, size: 5}
        """;

    internal const string Sol001 = """
        tosca_definitions_version: tosca_simple_yaml_1_3
        metadata: {template_name: sol}
        node_types:
          example.Vnf: {derived_from: tosca.nodes.nfv.VNF}
        topology_template:
          inputs:
            side: {type: string, default: data}
          substitution_mappings: {node_type: example.Vnf}
          node_templates:
            vnf:
              type: example.Vnf
              properties: {product_name: sol-product}
            vdu_1:
              type: tosca.nodes.nfv.Vdu.Compute
              properties:
                name: first
                nfvi_constraints: {zone: zone-a}
                vdu_profile: {min_number_of_instances: 1, max_number_of_instances: 3}
                sw_image_data: {name: img, version: "2", disk_format: QCOW2, min_disk: 8 GB, min_ram: 2 GB}
              requirements:
              - virtual_storage: volume
              capabilities:
                virtual_compute:
                  properties:
                    logical_node:
                      a: {logical_node_requirements: {numaCpu: "0-1", numaMem: 2 GB}}
                      b:
                        logical_node_requirements:
                          numaCpu: "2-5"
                          numaMem: 4 GB
                          pciVendorId: "8086"
                          pciDeviceId: 0x37C8
                          pciNumDevices: 2
                    requested_additional_capabilities:
                      avx: {requested_additional_capability_name: HW_CPU_X86_AVX2, support_mandatory: true}
                    virtual_memory:
                      virtual_mem_size: 6144 MB
                      vdu_mem_requirements: {memoryPageSize: 2 MB}
                    virtual_cpu:
                      num_virtual_cpu: 6
                      virtual_cpu_pinning: {virtual_cpu_pinning_policy: dynamic}
                      vdu_cpu_requirements:
                        logicalCpuThreadPinningPolicy: isolate
                        emulatorThreadsPolicy: isolate
                        realTime: "yes"
                        realTimeMask: ^0-1
                    virtual_local_storage:
                    - {size_of_storage: 8 GB}
                    - {size_of_storage: 4 GB}
            volume:
              type: tosca.nodes.nfv.Vdu.VirtualBlockStorage
              properties:
                virtual_block_storage_data: {size_of_storage: 100 GB}
            cp_0:
              type: tosca.nodes.nfv.VduCp
              properties: {order: 1, vnic_type: direct, bitrate_requirement: 1000000}
              requirements:
              - virtual_binding: vdu_1
              - virtual_link: {node: net}
            cp_1:
              type: tosca.nodes.nfv.VduCp
              properties:
                order: 0
                trunk_mode: true
                virtual_network_interface_requirements:
                - network_interface_requirements: {interfaceType: E1000, macAddress: "52:54:00:00:00:07"}
              requirements: [{virtual_binding: vdu_1}]
            net:
              type: tosca.nodes.nfv.VnfVirtualLink
              properties:
                vl_profile:
                  max_bitrate_requirements: {root: 9000000, leaf: 2000000}
                  min_bitrate_requirements: {root: 500000}
                  virtual_link_protocol_data:
                  - l2_protocol_data:
                      network_type: vlan
                      segmentation_id: 33
                      physical_network: {concat: [physnet-, {get_input: side}]}
                      mtu: 9000
          policies:
          - apart:
              type: tosca.policies.nfv.AntiAffinityRule
              targets: [vdu_1]
              properties: {scope: zone}
          - start:
              type: tosca.policies.nfv.VduInitialDelta
              targets: [vdu_1]
              properties: {initial_delta: {number_of_instances: 2}}
        """;

    internal const string Heat = """
        heat_template_version: 2018-08-31
        parameters:
          image: {type: string, default: img}
          names: {type: json, default: {first: alpha, list: [x, beta]}}
          kind: {type: string, default: direct}
        resources:
          key: {type: OS::Nova::KeyPair, properties: {name: {get_attr: [nothing, known]}}}
          flv:
            type: OS::Nova::Flavor
            properties:
              ram: 4096
              vcpus: 4
              disk: 10
              swap: 512
              extra_specs:
                hw:cpu_policy: mixed
                hw:cpu_dedicated_mask: "^0"
                hw:numa_nodes: 2
                hw:mem_page_size: 1GB
                hw:pci_numa_affinity_policy: preferred
                pci_passthrough:alias: "qat:2,gpu:1"
                trait:HW_CPU_X86_AVX512F: required
                trait:CUSTOM_OLD: forbidden
                resources:CUSTOM_FPGA: 1
                quota:cpu_shares: 2048
          group:
            type: OS::Nova::ServerGroup
            properties: {name: near, policies: [soft-affinity]}
          policy: {type: OS::Neutron::QoSPolicy}
          least:
            type: OS::Neutron::QoSMinimumBandwidthRule
            properties: {policy: {get_resource: policy}, min_kbps: 3000}
          most:
            type: OS::Neutron::QoSBandwidthLimitRule
            properties: {policy: {get_resource: policy}, max_kbps: 5000, direction: ingress}
          net:
            type: OS::Neutron::ProviderNet
            properties: {name: data, network_type: vlan, physical_network: physnet-data, segmentation_id: 77}
          sub:
            type: OS::Neutron::Subnet
            properties:
              network: {get_resource: net}
              cidr: 10.1.0.0/24
              gateway_ip: null
              allocation_pools: [{start: 10.1.0.10, end: 10.1.0.20}]
          port:
            type: OS::Neutron::Port
            properties:
              network: {get_resource: net}
              binding:vnic_type: {get_param: kind}
              qos_policy: {get_resource: policy}
              fixed_ips: [{subnet: {get_resource: sub}, ip_address: 10.1.0.11}]
          one:
            type: OS::Nova::Server
            properties:
              name: {get_param: [names, first]}
              image: {get_param: image}
              flavor: {get_resource: flv}
              availability_zone: zone-b
              networks: [{port: {get_resource: port}}, {network: outside}]
              scheduler_hints: {group: {get_resource: group}}
              user_data_format: RAW
              user_data:
                str_replace:
                  template: "ip=IP mac=MAC list=LIST"
                  params:
                    IP: {get_attr: [port, fixed_ips, 0, ip_address]}
                    MAC: {get_attr: [port, mac_address]}
                    LIST: {list_join: ['-', [a, b], {get_param: [names, list]}]}
          two:
            type: OS::Nova::Server
            properties:
              name: {get_param: [names, list, 1]}
              image: {get_param: image}
              flavor: m1.small
              scheduler_hints: {different_host: [{get_resource: one}]}
        """;

    internal const string Tacker = """
        tosca_definitions_version: tosca_simple_profile_for_nfv_1_0_0
        metadata: {template_name: tck}
        topology_template:
          node_templates:
            VDU1:
              type: tosca.nodes.nfv.VDU.Tacker
              properties: {image: cirros, availability_zone: nova}
              capabilities:
                nfv_compute:
                  properties:
                    num_cpus: 8
                    mem_size: 4096 MB
                    disk_size: 10 GB
                    mem_page_size: large
                    numa_node_count: 2
                    cpu_allocation: {cpu_affinity: dedicated, thread_allocation: isolate,
                      socket_count: 2, core_count: 2, thread_count: 2}
            CP1:
              type: tosca.nodes.nfv.CP.Tacker
              properties: {order: 1, type: sriov, ip_address: 10.2.0.5}
              requirements:
              - virtualLink: {node: VL1}
              - virtualBinding: {node: VDU1}
            CP2:
              type: tosca.nodes.nfv.CP.Tacker
              properties: {order: 0, management: true}
              requirements:
              - virtualLink: {node: VL2}
              - virtualBinding: {node: VDU1}
            VL1:
              type: tosca.nodes.nfv.VL
              properties: {network_type: vlan, physical_network: physnet-data, cidr: 10.2.0.0/24}
            VL2:
              type: tosca.nodes.nfv.VL
              properties: {network_name: net_mgmt, vendor: Tacker}
        """;

    internal const string Yardstick = """
        {% set size = size or "64" %}
        schema: yardstick:task:0.1
        scenarios:
        - {type: Ping, options: {packetsize: {{ size }}}}
        contexts:
        - {name: old, type: Node, file: pod.yaml}
        - name: lab
          image: img
          flavor:
            vcpus: 5
            ram: 10240
            disk: 10
            extra_specs: {hw:cpu_policy: dedicated, hw:numa_nodes: 1, hw:numa_cpus.0: "0,1,2,3,4", hw:numa_mem.0: 10240}
          placement_groups: {apart: {policy: availability}}
          servers:
            dut: {placement: apart, floating_ip: true}
            gen: {placement: apart, network_ports: {data: [p0, p1]}}
          networks:
            mgmt: {cidr: 10.0.1.0/24}
            data: {cidr: 10.0.2.0/24, provider: true, physical_network: physnet-data, gateway_ip: 'null',
              vnic_type: direct}
        """;

    internal const string OpenvimServer = """
        server:
          name: box
          imageRef: img
          extended:
            numas:
            - cores: 2
              memory: 4
              interfaces: [{name: xe0, dedicated: "no", bandwidth: 5 Gbps}]
          networks:
          - {name: eth0, uuid: mgmt-net, type: virtual}
          - {name: eth1, uuid: vf-net, type: VF, bandwidth: 100 Mbps, vpci: "0000:00:0a.0"}
        """;

    internal static readonly string[] All = [Openmano, Sol001, Heat, Tacker, Yardstick, OpenvimServer];
}
