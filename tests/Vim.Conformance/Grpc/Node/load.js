// The interop protocol as grpc-js sees it.
'use strict';
const path = require('path');

const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

module.exports = function load(protoRoot) {
  const definition = loader.loadSync(
    path.join('grpc', 'testing', 'test.proto'), { includeDirs: [protoRoot], defaults: true });
  return grpc.loadPackageDefinition(definition).grpc.testing;
};
